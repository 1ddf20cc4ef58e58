import type { RailName } from '../../schemas/config.ts';
import type { Finding } from '../../schemas/schema.ts';
import type { Json } from '../../schemas/words.ts';
import { placeOf } from '../json/place.ts';
import { binTableRail } from './bin-table/rail.ts';
import { defaultRail } from './default/rail.ts';
import type { Rail } from './rail.ts';

/** Every rail; a new one is a folder, a row here and its name in schemas/config.ts. */
const RAILS: Record<RailName, Rail> = { default: defaultRail, 'bin-table': binTableRail };

/** What the rules of a rail say against a document, with both forms of each place. */
export const lintRail = (rail: RailName, document: Json): Finding[] =>
  RAILS[rail].lint(document).map(({ keys, rule, message }) => ({ ...placeOf(keys), rule, message }));
