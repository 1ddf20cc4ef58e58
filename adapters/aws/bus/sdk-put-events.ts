import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEvents } from './bus.ts';

/** PutEvents by the AWS SDK. */
export const sdkPutEvents =
  (events: Pick<EventBridgeClient, 'send'>): PutEvents =>
  async (entries) => {
    const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [...entries] }));
    return Entries.map(({ ErrorCode }) => (ErrorCode === undefined ? {} : { errorCode: ErrorCode }));
  };
