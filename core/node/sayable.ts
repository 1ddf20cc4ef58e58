/**
 * Words of somebody else (a file name, a hook's output, a host name) as a check-in may carry them: what the control
 * plane would refuse (control characters, line separators, half surrogates) must not keep the node from being heard.
 * @see docs/protocol.md §5.2
 */
export const sayable = (text: string, maxCharacters: number): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')
    .slice(0, maxCharacters)
    .toWellFormed();
