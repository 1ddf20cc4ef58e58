const task = (next: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:Rollout',
  ...next,
});

/** The shape of a rollout: plan, release, soak, assess, choose. */
export const LOOP = {
  StartAt: 'Plan',
  States: {
    Plan: task({
      Parameters: { step: 'Plan', 'id.$': '$.id', 'name.$': '$$.Execution.Input.id' },
      ResultPath: '$.plan',
      Next: 'Release',
    }),
    Release: task({ Parameters: { step: 'Release', 'id.$': '$.id' }, ResultPath: null, Next: 'Soak' }),
    Soak: { Type: 'Wait', SecondsPath: '$.plan.soakSeconds', Next: 'Assess' },
    Assess: task({
      Parameters: { step: 'Assess', 'id.$': '$.id', 'round.$': '$.plan.round' },
      ResultSelector: { 'outcome.$': '$.outcome', 'soakSeconds.$': '$.soakSeconds', 'round.$': '$.round' },
      ResultPath: '$.plan',
      Next: 'Decide',
    }),
    Decide: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.plan.outcome', StringEquals: 'hold', Next: 'Soak' },
        { Variable: '$.plan.outcome', StringEquals: 'next', Next: 'Release' },
        {
          And: [
            { Variable: '$.plan.outcome', IsPresent: true },
            { Not: { Variable: '$.plan.outcome', StringEquals: 'complete' } },
          ],
          Next: 'Broken',
        },
      ],
      Default: 'Tidy',
    },
    Broken: { Type: 'Fail', Error: 'Broken', Cause: 'said so' },
    Tidy: { Type: 'Pass', Result: { tidy: true }, ResultPath: '$.plan.tidy', OutputPath: '$.plan', Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

/** Retries, then a catcher. */
export const CAUTIOUS = {
  StartAt: 'Try',
  States: {
    Try: task({
      Retry: [
        { ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 3 },
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 },
      ],
      Catch: [
        { ErrorEquals: ['Busy'], ResultPath: '$.failure', Next: 'GiveUp' },
        { ErrorEquals: ['States.TaskFailed'], Next: 'Other' },
      ],
      ResultPath: '$.answer',
      End: true,
    }),
    GiveUp: { Type: 'Pass', Parameters: { 'error.$': '$.failure.Error', 'kept.$': '$.id' }, End: true },
    Other: { Type: 'Pass', Parameters: { 'other.$': '$.Error' }, End: true },
  },
};
