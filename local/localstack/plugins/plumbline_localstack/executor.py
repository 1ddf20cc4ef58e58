"""One execution environment of a Lambda function: at most one Node process, used again while it lives."""

import json
import logging
import threading
import time

from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from plumbline_localstack.node_process import Ended, NodeProcess, TimedOut

LOG = logging.getLogger(__name__)

INIT_SECONDS = 10  # as on AWS


class ProcessExecutor(RuntimeExecutor):
    """LocalStack lends an environment to one invocation at a time, as AWS does."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self._lock = threading.Lock()
        self._env: dict[str, str] = {}
        self._process: NodeProcess | None = None

    def start(self, env_vars: dict[str, str]) -> None:
        self._env = {name: str(value) for name, value in env_vars.items()}
        failure = self._launch()
        if failure is not None:
            raise StatusErrorException("The function did not start", payload=json.dumps(failure).encode())

    def stop(self) -> None:
        with self._lock:
            if self._process:
                self._process.kill()
                self._process = None

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        config = self.function_version.config
        if self._process is None:  # the one before timed out or died: AWS starts a new one, too
            failure = self._launch()
            if failure is not None:
                return self._result(request_id, failure, True, "")
        process = self._process
        began = time.monotonic()
        try:
            answer = process.ask(
                {
                    "requestId": request_id,
                    "functionArn": payload["invoked-function-arn"],
                    "traceId": payload["trace-id"],
                    "event": payload["payload"],
                    "deadlineMs": int((time.time() + config.timeout) * 1000),
                },
                config.timeout,
            )
        except TimedOut:
            failure = {
                "errorType": "Sandbox.Timedout",
                "errorMessage": f"RequestId: {request_id} Error: Task timed out after {config.timeout:.2f} seconds",
            }
        except Ended as end:
            failure = {
                "errorType": "Runtime.ExitError",
                "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: {end}",
            }
        else:
            logs = self._framed(request_id, process.take_logs(), began)
            if "error" in answer:
                return self._result(request_id, answer["error"], True, logs)
            return InvocationResult(request_id, answer["result"].encode(), is_error=False, logs=logs)
        self.stop()
        logs = self._framed(request_id, f"{process.take_logs()}{failure['errorMessage']}\n", began)
        return self._result(request_id, failure, True, logs)

    def get_logs(self) -> str:
        process = self._process
        return process.take_logs() if process else ""

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return "unused: this executor speaks with its process through pipes"

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """The unpacked code stays: the version that replaces this one may be of the same code."""

    def _launch(self) -> dict | None:
        """Starts a process and waits until the handler's module is loaded. Answers why it could not be."""
        config = self.function_version.config
        code = str(config.code.get_unzipped_code_location())
        process = NodeProcess(code, {**self._env, "LAMBDA_TASK_ROOT": code})
        try:
            ready = process.wait(INIT_SECONDS)
        except TimedOut:
            failure = {"errorType": "Sandbox.Timedout", "errorMessage": f"Init timed out after {INIT_SECONDS} seconds"}
        except Ended as end:
            failure = {"errorType": "Runtime.ExitError", "errorMessage": f"Runtime exited with error: {end}"}
        else:
            if "error" not in ready:
                with self._lock:
                    self._process = process
                return None
            failure = ready["error"]
        process.kill()
        LOG.error("%s did not start: %s\n%s", self._env.get("AWS_LAMBDA_FUNCTION_NAME"), failure, process.take_logs())
        return failure

    @staticmethod
    def _result(request_id: str, failure: dict, is_error: bool, logs: str) -> InvocationResult:
        return InvocationResult(request_id, json.dumps(failure).encode(), is_error=is_error, logs=logs)

    def _framed(self, request_id: str, logs: str, began: float) -> str:
        version = self._env.get("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        took = (time.monotonic() - began) * 1000
        return (
            f"START RequestId: {request_id} Version: {version}\n{logs}END RequestId: {request_id}\n"
            f"REPORT RequestId: {request_id}\tDuration: {took:.2f} ms\tMemory Size: {self.function_version.config.memory_size} MB\n"
        )
