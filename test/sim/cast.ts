export const CLUSTER_NAME = 'payments.development';
/** Names the content to go back to; all others go back by one. */
export const CHOOSER = 'Operator/cleo';
export const CONFIGS = ['payments.development', 'rates.development'] as const;
