import { describe, expect, it } from 'vitest';
import { findJava, findMaven, javaMajor } from '../../../local/tools/find-java.ts';

describe('which Java it is', () => {
  it.each([
    { printed: 'openjdk version "17.0.15" 2025-04-15', major: 17 },
    { printed: 'java version "1.8.0_402"', major: 8 },
    { printed: 'openjdk version "25" 2025-09-16', major: 25 },
    { printed: 'java: not a command', major: undefined },
  ])('reads $printed', ({ printed, major }) => {
    expect(javaMajor(printed)).toBe(major);
  });
});

describe('what is missing is named, with how to get it', () => {
  it('Java', () => {
    expect(() => findJava({ PATH: '/nowhere' })).toThrow(
      /Java 17 or newer is needed .*none was found.*openjdk-17-jre-headless/,
    );
  });

  it('Maven', () => {
    expect(() => findMaven({ PATH: '/nowhere' })).toThrow(/Maven is needed .*apt-get install maven/);
  });
});
