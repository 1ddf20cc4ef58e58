/** For threads: nothing of our environment, but what Node hands on to every child process by itself: where coverage is collected. */
export const inheritedEnvironment = ({ NODE_V8_COVERAGE }: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  NODE_V8_COVERAGE ? { NODE_V8_COVERAGE } : {};
