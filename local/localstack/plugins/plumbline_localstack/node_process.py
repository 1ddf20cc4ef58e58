"""A Node process that holds a function, and the pipes to it: one JSON value a line."""

import json
import os
import queue
import subprocess
import threading
from pathlib import Path

BOOTSTRAP = str(Path(__file__).parent / "bootstrap.mjs")
END_OF_LOGS = "\x1eend-of-logs\n"  # written by bootstrap.mjs after each invocation
LOGS_SECONDS = 2
MAX_LOG_CHARACTERS = 1024 * 1024


class TimedOut(Exception):
    pass


class Ended(Exception):
    pass


class NodeProcess:
    def __init__(self, code: str, env: dict[str, str]) -> None:
        answers_read, answers_write = os.pipe()
        # The function sees what Lambda would give it, and nothing of this machine but where it may write.
        lasting = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": os.environ["TMPDIR"]}
        lasting.update(json.loads(os.environ["PLUMB_FUNCTION_ENVIRONMENT"]))
        self._process = subprocess.Popen(
            [os.environ["PLUMB_NODE"], BOOTSTRAP, str(answers_write)],
            cwd=code,
            env={**lasting, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(answers_write,),
        )
        os.close(answers_write)
        self._answers: queue.Queue[dict | None] = queue.Queue()
        self._logs: list[str] = []
        self._logged = threading.Event()
        self._note = self._write_note(env.get("AWS_LAMBDA_FUNCTION_NAME", "unnamed"))
        threading.Thread(target=self._read_answers, args=(answers_read,), daemon=True).start()
        threading.Thread(target=self._read_logs, daemon=True).start()

    def ask(self, question: dict, within_seconds: float) -> dict:
        self._logged.clear()
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Ended(self._how()) from error
        answer = self.wait(within_seconds)
        self._logged.wait(LOGS_SECONDS)
        return answer

    def wait(self, within_seconds: float) -> dict:
        try:
            answer = self._answers.get(timeout=within_seconds)
        except queue.Empty:
            raise TimedOut from None
        if answer is None:
            raise Ended(self._how())
        return answer

    def take_logs(self) -> str:
        logs, self._logs = self._logs, []
        return "".join(logs)[-MAX_LOG_CHARACTERS:]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._note.unlink(missing_ok=True)

    def _how(self) -> str:
        status = self._process.wait(timeout=5)
        self._note.unlink(missing_ok=True)
        return f"exit status {status}" if status >= 0 else f"signal {-status}"

    def _write_note(self, function_name: str) -> Path:
        """Tests that kill a function find its process by this file."""
        folder = Path(os.environ["PLUMB_FUNCTION_PIDS"]) / function_name
        folder.mkdir(parents=True, exist_ok=True)
        note = folder / str(self._process.pid)
        note.touch()
        return note

    def _read_answers(self, descriptor: int) -> None:
        with os.fdopen(descriptor, "rb") as lines:
            for line in lines:
                self._answers.put(json.loads(line))
        self._answers.put(None)

    def _read_logs(self) -> None:
        for line in self._process.stdout:
            text = line.decode(errors="replace")
            if text.endswith(END_OF_LOGS):
                self._logs.append(text.removesuffix(END_OF_LOGS))
                self._logged.set()
            else:
                self._logs.append(text)
        self._logged.set()
