"""An execution that is stopped is ABORTED at once, as on AWS, and not only when its task at hand has ended."""

import datetime

from localstack.aws.api.stepfunctions import ExecutionStatus
from localstack.services.stepfunctions.asl.eval.program_state import ProgramStopped
from localstack.services.stepfunctions.backend.execution import Execution


def abort_at_once() -> None:
    stop = Execution.stop

    def stop_and_say_so(self, stop_date, error, cause):
        stop(self, stop_date, error, cause)
        worker = self.exec_worker
        if worker and isinstance(worker.env.program_state(), ProgramStopped) and self.stop_date is None:
            self.exec_status = ExecutionStatus.ABORTED
            self.stop_date = stop_date or datetime.datetime.now(tz=datetime.UTC)

    Execution.stop = stop_and_say_so
