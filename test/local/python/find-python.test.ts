import { expect, it } from 'vitest';
import { findPython } from '../../../local/python/find-python.ts';

it('Python that is missing is named, with how to get it', () => {
  expect(() => findPython({ PATH: '/nowhere', PYENV_ROOT: '/nowhere' })).toThrow(
    /Python 3\.13 with its venv module is needed .*pyenv install 3\.13.*brew install.*apt-get install/,
  );
});
