import type { EmulatorName } from '../emulator.ts';

/** Tests that run on one emulator, and why there. */
export interface Suite {
  readonly name: string;
  readonly on: EmulatorName;
  /** Whether the app is to be deployed first; otherwise only the emulator has to run. */
  readonly deployed: boolean;
  /** Folders of test/aws, or the beginnings of names there. */
  readonly folders: readonly string[];
  readonly why: string;
}

/** Every suite on emulated AWS, in the order in which they run. */
export const SUITES: readonly Suite[] = [
  {
    name: 'contracts',
    on: 'localstack',
    deployed: false,
    folders: ['contract'],
    why: "every port as the embedded adapters are held to it; its DynamoDB is Amazon's own",
  },
  {
    name: 'journeys and faults',
    on: 'localstack',
    deployed: true,
    folders: ['journeys', 'faults'],
    why: 'failures of streams, steps and functions are handled here as on AWS; function URLs',
  },
  {
    name: 'contracts of the signer and the store',
    on: 'ministack',
    deployed: false,
    folders: ['contract/signer', 'contract/dynamodb'],
    why: 'the only KMS here that signs with Ed25519, and a DynamoDB of its own, on which journeys stand',
  },
  {
    name: 'journeys and authorizer',
    on: 'ministack',
    deployed: true,
    folders: ['journeys', 'gateway'],
    why: 'the only one with an HTTP API and its JWT authorizer',
  },
  {
    name: 'journeys and rights',
    on: 'ministack-iam',
    deployed: true,
    folders: ['journeys', 'gateway', 'iam'],
    why: 'calls that a role does not grant are refused: no role has too little, and none too much',
  },
];

/** The configuration of the test runner for a suite. */
export const configOf = ({ deployed }: Suite): string =>
  deployed ? 'vitest.aws.deployed.config.ts' : 'vitest.aws.config.ts';
