import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** Colours by what they mean; without colour each leaves the text alone. */
export interface Ink {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly name: Paint;
}

const paint =
  (style: Parameters<typeof styleText>[0]): Paint =>
  (text) =>
    styleText(style, text, { validateStream: false });
const plain: Paint = (text) => text;

const COLOURED: Ink = {
  strong: paint('bold'),
  faint: paint('dim'),
  good: paint('green'),
  bad: paint('red'),
  warn: paint('yellow'),
  name: paint('cyan'),
};
const PLAIN: Ink = { strong: plain, faint: plain, good: plain, bad: plain, warn: plain, name: plain };

export const inkFor = (colour: boolean): Ink => (colour ? COLOURED : PLAIN);

/** Colour on a terminal that has not asked for none (no-color.org). */
export const wantsColour = (isTty: boolean, env: Readonly<Record<string, string | undefined>>): boolean =>
  isTty && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
