"""Found by LocalStack through the entry points beside this package."""

from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.utils.catalog.catalog import AwsCatalogRuntimePlugin
from localstack.utils.catalog.common import (
    CloudFormationResourcesSupportAtRuntime,
    CloudFormationResourcesSupportInLatest,
)


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """LAMBDA_RUNTIME_EXECUTOR=process: functions are Node processes. The stock one needs Docker."""

    name = "process"

    def load(self, *args, **kwargs):
        from plumbline_localstack.aborts import abort_at_once
        from plumbline_localstack.executor import ProcessExecutor

        abort_at_once()  # any place would do that is passed once, before a state machine calls a function
        return ProcessExecutor


class OwnCatalogPlugin(AwsCatalogRuntimePlugin):
    """
    Which resource types CloudFormation may deploy: those this LocalStack has a provider for.
    The stock catalogue is fetched from a server; without it LocalStack either refuses every type or skips
    unknown ones silently.
    """

    name = "aws-catalog-remote-state-with-license"  # the first that LocalStack looks for

    def get_cloudformation_resource_status(self, resource_name, service_name, is_pro_resource=False):
        if resource_name in self._get_cfn_resources_available_at_runtime():
            return CloudFormationResourcesSupportAtRuntime.AVAILABLE
        return CloudFormationResourcesSupportInLatest.NOT_SUPPORTED
