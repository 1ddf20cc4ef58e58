/** How long a store remembers commands at least, in seconds; a key repeated after that is a new command. */
export const COMMAND_KEPT_SECONDS = { ofPeople: 30 * 24 * 3600, ofNodes: 3600 } as const;

/** Beginnings of keys that nobody repeats: messages of nodes (a key of their own each), and assertions, which expire in minutes. */
export const NODE_COMMANDS = ['node/', 'assertion/'] as const;

/** How long the command with this key is remembered at least, in seconds. */
export const commandKeptSeconds = (key: string): number =>
  NODE_COMMANDS.some((prefix) => key.startsWith(prefix)) ? COMMAND_KEPT_SECONDS.ofNodes : COMMAND_KEPT_SECONDS.ofPeople;
