/** A situation that tuf-conformance puts a client into, and the test that puts a node into it. */
export interface Situation {
  /** The name of the test there. */
  readonly name: string;
  /** What it means here. */
  readonly here: string;
  /** File below `test/`, and words of the test in it; none where the protocol has no such thing. */
  readonly shown: readonly (readonly [file: string, words: string])[];
}

const TABLES = 'attacks/nodes/tables';
const RECOVERY = 'attacks/nodes/recovery.test.ts';
const ROTATIONS = 'attacks/nodes/root-rotations.test.ts';
const ENROLMENT = 'agent/enrolment.test.ts';
const ROOTS = 'agent/trust-roots.test.ts';
const EXPIRY = 'agent/directive-expiry.test.ts';
const DOWNLOADS = 'agent/downloads.test.ts';
const NOT_HERE: Situation['shown'] = [];

/** By its files; names as its repository has had them. */
export const SITUATIONS: { readonly [file: string]: readonly Situation[] } = {
  test_basic: [
    {
      name: 'test_basic_init_and_refresh',
      here: 'a node enrols, and runs the release',
      shown: [['attacks/nodes/stage/play.ts', 'Released by people, proven by the node']],
    },
    {
      name: 'test_implicit_refresh',
      here: 'a node checks in before it fetches',
      shown: [[DOWNLOADS, 'of a release with many files go on 32 at a time']],
    },
    {
      name: 'test_invalid_initial_root',
      here: 'the first root is the one that the enrolment token pins',
      shown: [[ENROLMENT, 'refuses every first root but the one its token pins']],
    },
    {
      name: 'test_unsigned_initial_root',
      here: 'the same',
      shown: [[ENROLMENT, 'refuses every first root but the one its token pins']],
    },
    {
      name: 'test_unsigned_metadata',
      here: 'a root, a directive, a release that nobody signed who may',
      shown: [
        [`${TABLES}/key-compromise.ts`, 'a root signed by a stranger'],
        [`${TABLES}/arbitrary-software.ts`, 'a directive under an empty signature'],
        [`${TABLES}/arbitrary-software.ts`, 'another release under the true signature'],
      ],
    },
    {
      name: 'test_timestamp_content_changes',
      here: 'a directive of the sequence held, with other words',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'another directive of the sequence that is held']],
    },
    {
      name: 'test_timestamp_eq_versions_check',
      here: 'the same',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'another directive of the sequence that is held']],
    },
    {
      name: 'test_basic_metadata_hash_support',
      here: 'a release has the digest that the directive names',
      shown: [[`${TABLES}/mix-and-match.ts`, 'the next directive with the release of before']],
    },
    {
      name: 'test_new_targets_hash_mismatch',
      here: 'the same',
      shown: [[`${TABLES}/rollback.ts`, 'the release of before, at the address of the next']],
    },
    {
      name: 'test_new_targets_version_mismatch',
      here: 'a release has the generation that the directive names',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'a release of another generation than the directive says']],
    },
    {
      name: 'test_custom_fields',
      here: 'unknown members are signed with the others, and passed over',
      shown: [
        ['core/trust/verify-root.test.ts', 'unknown fields are passed over'],
        ['core/node/refusals/ignored.test.ts', 'an unknown field of a signed document'],
      ],
    },
    {
      name: 'test_max_root_rotations',
      here: 'a node walks 64 roots in a round',
      shown: [[ROTATIONS, 'walks 64 roots in a round, and the others in the next']],
    },
  ],
  test_file_download: [
    {
      name: 'test_client_downloads_expected_file',
      here: 'a reader sees what was released',
      shown: [['attacks/nodes/stage/play.ts', 'seen by a reader']],
    },
    {
      name: 'test_client_downloads_expected_file_in_sub_dir',
      here: 'files have no folders: their names are names of configs',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'bins.development/../../state.json']],
    },
    {
      name: 'test_repository_substitutes_target_file',
      here: 'other content under the same address',
      shown: [[`${TABLES}/arbitrary-software.ts`, 'content of the same length at the same address']],
    },
    {
      name: 'test_multiple_changes_to_target',
      here: 'releases that share and change content',
      shown: [
        [DOWNLOADS, 'share what releases have in common'],
        [`${TABLES}/rollback.ts`, 'the content of before, at the addresses of the next'],
      ],
    },
  ],
  test_rollback: [
    {
      name: 'test_simple_snapshot_rollback',
      here: 'a release of before under a directive of now',
      shown: [[`${TABLES}/rollback.ts`, 'the release of before, at the address of the next']],
    },
    {
      name: 'test_new_timestamp_version_rollback',
      here: 'a directive of before',
      shown: [[`${TABLES}/rollback.ts`, 'the first directive that ever went by, in the place of the newest']],
    },
    {
      name: 'test_snapshot_rollback',
      here: 'a new directive names a release of before',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'a new directive that names the release of before']],
    },
    {
      name: 'test_targets_rollback',
      here: 'a new release has a generation of before',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'a new release of a generation of before']],
    },
    {
      name: 'test_new_targets_fast_forward_recovery',
      here: 'the last of all generations, and a new epoch',
      shown: [[RECOVERY, 'takes the last of all generations']],
    },
    {
      name: 'test_new_snapshot_fast_forward_recovery',
      here: 'the last of all revisions of labels, and a new epoch',
      shown: [[RECOVERY, 'grants labels of the last of all revisions']],
    },
    {
      name: 'test_new_timestamp_fast_forward_recovery',
      here: 'the last of all sequences, and a new epoch',
      shown: [[RECOVERY, 'takes the last of all sequences']],
    },
    {
      name: 'test_new_snapshot_version_mismatch',
      here: 'a release of another generation than named',
      shown: [[`${TABLES}/stolen-release-key.ts`, 'a release of another generation than the directive says']],
    },
  ],
  test_expiration: [
    {
      name: 'test_root_expired',
      here: 'an expired root is walked to, and stops installs',
      shown: [[ROOTS, 'that have expired stop installs, never the running release, its boot or the next root']],
    },
    {
      name: 'test_timestamp_expired',
      here: 'a directive that comes when it is over',
      shown: [[`${TABLES}/freeze.ts`, 'keeps a renewed directive back, and hands it over when it is over']],
    },
    {
      name: 'test_expired_metadata',
      here: 'a directive held that is over does not keep the next one out',
      shown: [[EXPIRY, 'is no news for a node that was away and gets the newer one with its first answer']],
    },
    {
      name: 'test_snapshot_expired',
      here: 'none: a release does not expire; the directive that names it does',
      shown: NOT_HERE,
    },
    { name: 'test_targets_expired', here: 'none: the same', shown: NOT_HERE },
    {
      name: 'test_TestDelegateConsistentSnapshotDisabled',
      here: 'none: every document is found by its digest alone',
      shown: NOT_HERE,
    },
  ],
  test_keys: [
    {
      name: 'test_root_has_keys_but_not_snapshot',
      here: 'none: one signature is needed by a release, and a root that asks for more is refused',
      shown: [[`${TABLES}/key-compromise.ts`, 'a root that asks for more keys than there are']],
    },
    {
      name: 'test_snapshot_threshold',
      here: 'fewer root keys than are needed',
      shown: [[`${TABLES}/key-compromise.ts`, 'one of two root keys that are needed']],
    },
    {
      name: 'test_duplicate_keys_root',
      here: 'one key counts once',
      shown: [[`${TABLES}/key-compromise.ts`, 'one of two root keys, which signs twice']],
    },
    {
      name: 'test_wrong_hashing_algorithm',
      here: 'members of a key that are not known are passed over',
      shown: [['core/trust/verify-root.test.ts', 'unknown fields are passed over']],
    },
  ],
  test_updater_key_rotations: [
    {
      name: 'test_root_rotation',
      here: 'its sixteen sequences, less those that differ in nothing here',
      shown: [[ROTATIONS, 'a node walks to the newest root']],
    },
    {
      name: 'test_non_root_rotations',
      here: 'the release key is another from one root to the next',
      shown: [
        [`${TABLES}/key-compromise.ts`, 'the old release key, when the root has named another'],
        [`${TABLES}/freeze.ts`, 'keeps the new root back, while the control plane has a new key already'],
      ],
    },
  ],
  test_updater_delegation_graphs: [
    {
      name: 'test_graph_traversal',
      here: 'none: nobody delegates; a root may keep a release key to clusters',
      shown: [[`${TABLES}/key-compromise.ts`, 'a release key that the root keeps to other clusters']],
    },
    { name: 'test_targetfile_search', here: 'none: a release names all of its files', shown: NOT_HERE },
  ],
  test_delegated_expiration: [
    { name: 'test_delegated_targets_expired', here: 'none: nobody delegates', shown: NOT_HERE },
    { name: 'test_expired_local_delegated_targets', here: 'none: nobody delegates', shown: NOT_HERE },
    { name: 'test_expired_local_delegated_targets_updates', here: 'none: nobody delegates', shown: NOT_HERE },
  ],
  test_quoting_issues: [
    {
      name: 'test_unusual_role_name',
      here: 'none: roles have fixed names; names that become files are checked',
      shown: [[`${TABLES}/stolen-release-key.ts`, '../../../etc/cron.d/evil']],
    },
  ],
  test_static_repositories: [
    { name: 'test_static_repo', here: 'none: repositories of TUF in other forms', shown: NOT_HERE },
  ],
};
