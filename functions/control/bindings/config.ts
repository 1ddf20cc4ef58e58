import { reviewVersion, revokeVersion, setTags } from '../../../usecases/config/change-version.ts';
import { createConfig } from '../../../usecases/config/create-config.ts';
import { diffVersions } from '../../../usecases/config/diff-versions.ts';
import { eraseContent } from '../../../usecases/config/erase-content.ts';
import { getConfig, listConfigs } from '../../../usecases/config/get-config.ts';
import { getContent, getVersion, listVersions } from '../../../usecases/config/get-version.ts';
import { openUpload } from '../../../usecases/config/open-upload.ts';
import { publishVersion } from '../../../usecases/config/publish-version.ts';

export const configBindings = {
  createConfig,
  listConfigs,
  getConfig,
  publishVersion,
  openUpload,
  listVersions,
  getVersion,
  getContent,
  diffVersions,
  setTags,
  reviewVersion,
  revokeVersion,
  eraseContent,
};
