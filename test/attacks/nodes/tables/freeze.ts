import { pauseDeployment } from '../../../../usecases/deployment/pause-deployment.ts';
import { resumeDeployment } from '../../../../usecases/deployment/resume-deployment.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import { attacks } from '../stage/attack.ts';
import {
  answering,
  bending,
  bendingCheckIns,
  read,
  routeOf,
  said,
  taped,
  tapedDirectives,
  together,
} from '../stage/on-the-way.ts';
import type { Hop, Stage } from '../stage/open-stage.ts';
import { pending } from '../stage/pending.ts';

/** A directive lives for a day. */
const OVER_A_DAY = 25;

const withoutNews: Hop = bendingCheckIns(({ directive: _, ...rest }) => rest);

async function pause(stage: Stage, id: string): Promise<void> {
  const call = callAs('Operator', { at: stage.clock.instant() });
  good(await pauseDeployment(stage.rooms.control, { params: { id }, query: {}, body: {} }, call));
}
async function resume(stage: Stage): Promise<void> {
  const id = (await stage.clusterState()).lock ?? '';
  const call = callAs('Operator', { at: stage.clock.instant() });
  good(await resumeDeployment(stage.rooms.control, { params: { id }, query: {}, body: {} }, call));
}

/** Whoever keeps the newest word from a node for longer than the word lives stops its installs, and is found out. */
export const FREEZE = attacks('freeze', 'path', [
  {
    name: 'takes the directive out of every answer, for more than its life',
    mount: async (stage) => {
      stage.hop = withoutNews;
      await stage.hours(OVER_A_DAY);
      await pending(stage);
    },
    told: ['directive_expired'],
  },
  {
    name: 'says that the directive is being renewed, for ever',
    mount: async (stage) => {
      stage.hop = bendingCheckIns(({ directive: _, ...rest }) => ({ ...rest, notice: 'directive_renewing' }));
      await stage.hours(OVER_A_DAY);
      await pending(stage);
    },
    told: ['directive_expired'],
  },
  {
    name: 'answers every check-in itself, with the last true answer',
    mount: async (stage) => {
      const last = taped(stage, 'check-in').at(-1);
      stage.hop = answering('check-in', () => last ?? said({}));
      await stage.hours(OVER_A_DAY);
      await pending(stage);
    },
    // Nobody hears what the node says, and it thinks that somebody does: the control plane misses it.
    told: [],
    shown: { event: 'NodeStale' },
  },
  {
    name: 'keeps a renewed directive back, and hands it over when it is over',
    mount: async (stage) => {
      stage.hop = withoutNews;
      await stage.hours(13);
      await stage.seconds(1);
      const kept = tapedDirectives(stage).at(-1);
      await stage.hours(OVER_A_DAY);
      stage.hop = bendingCheckIns((answer) => ({ ...answer, directive: kept }));
    },
    told: ['directive_expired', 'directive_expired'],
  },
  {
    name: 'lets the directive through and keeps the content back until the directive is over',
    mount: async (stage) => {
      await pending(stage);
      stage.hop = answering('content', () => said({}, 503));
      await stage.seconds(2);
      await pause(stage, (await stage.clusterState()).lock ?? '');
      await stage.seconds(1);
      stage.hop = together(withoutNews, stage.hop);
      await stage.hours(OVER_A_DAY);
      stage.hop = withoutNews;
    },
    told: ['directive_expired'],
    answer: resume,
  },
  {
    name: 'keeps the new root back, while the control plane has a new key already',
    mount: async (stage) => {
      stage.keys.replaceReleaseKey();
      await stage.root.rotate();
      await pending(stage);
      stage.hop = together(
        bending('check-in', (answer) => said({ ...read<object>(answer), rootVersion: 1 })),
        (request, pass) => (routeOf(request) === 'root' ? Promise.resolve(said({}, 404)) : pass(request)),
      );
    },
    told: ['unknown_key'],
  },
]);
