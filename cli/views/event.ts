import type { Json } from '../../schemas/words.ts';
import type { View } from '../command-spec.ts';
import { rows } from '../output/table.ts';

const PAYLOAD_CHARACTERS = 120;

interface ShownEvent {
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly role: string;
  readonly stream?: string;
  readonly payload: { readonly [key: string]: unknown } | null;
  readonly withheld?: true | undefined;
}

/** Events oldest first; their times in full, because order is what they are read for. */
export const eventTable: View<{ readonly events: readonly ShownEvent[] }> = ({ events }, { ink }) => {
  if (events.length === 0) return 'No events.';
  const streams = events.some(({ stream }) => stream !== undefined);
  return rows(
    ink,
    ['time', 'event', ...(streams ? ['of'] : []), 'by', 'what'],
    events.map((event) => [
      ink.faint(event.at),
      ink.strong(event.type),
      ...(streams ? [ink.name(ofWhat(event.stream ?? ''))] : []),
      `${event.actor} ${ink.faint(event.role)}`,
      told(event),
    ]),
  );
};

/** What was erased. */
export const erasedLine: View<{ readonly stream: string; readonly erased: number }> = ({ stream, erased }) =>
  `Erased the words of ${ofWhat(stream)} revision ${erased}. Its hash stays, and the log says that you did this.`;

/** `local/config/payment-service.production` without the region that wrote it. */
const ofWhat = (stream: string): string => stream.slice(stream.indexOf('/') + 1);

function told({ payload, withheld }: ShownEvent): string {
  if (withheld) return '(not for you to read)';
  if (payload === null) return '(erased)';
  const { at: _, ...facts } = payload; // the first column says it
  const words = Object.entries(facts).map(([key, value]) => `${key}=${brief(value as Json)}`);
  const text = words.join(' ');
  return text.length > PAYLOAD_CHARACTERS ? `${text.slice(0, PAYLOAD_CHARACTERS)}…` : text;
}

const brief = (value: Json): string => {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value;
  return JSON.stringify(value);
};
