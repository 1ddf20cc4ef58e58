import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { LOG } from './logger.ts';

type Run<E, A> = (event: E, context: Context) => Promise<A>;

/**
 * A function that nobody talks to by HTTP: each line of its log tells the request and, where X-Ray is on, the trace;
 * a fault is logged and thrown on, because whoever called it tries again.
 * @param ended called after every run, whether it failed or not: what was counted is written then
 */
export const logged =
  <E, A>(logger: Logger, run: Run<E, A>, ended: () => void = () => {}): Run<E, A> =>
  async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    try {
      return await run(event, context);
    } catch (error) {
      logger.error(LOG.fault, { error: error as Error });
      throw error;
    } finally {
      ended();
    }
  };
