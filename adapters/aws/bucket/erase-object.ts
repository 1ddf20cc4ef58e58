import type { S3Call } from '../lean/s3-client.ts';

const NO_CONTENT = 204;

/**
 * Deletes all that a versioned bucket holds under exactly this key. All ids are read before the first goes, so that no
 * page moves under the reader; what is put meanwhile stays.
 */
export async function eraseObject(call: S3Call, bucket: string, key: string): Promise<void> {
  const versions: string[] = [];
  for (let from: Query | undefined = {}; from; ) {
    const query = { versions: '', prefix: key, ...from };
    const page = (await call({ method: 'GET', bucket, key: '', query }, [])).body.toString();
    for (const [, entry = ''] of page.matchAll(/<(?:Version|DeleteMarker)>(.*?)<\/(?:Version|DeleteMarker)>/gs))
      if (textOf(entry, 'Key') === key) versions.push(textOf(entry, 'VersionId'));
    from = nextPage(page);
  }
  for (const versionId of versions) await call({ method: 'DELETE', bucket, key, query: { versionId } }, [NO_CONTENT]);
}

type Query = { readonly [name: string]: string };

function nextPage(page: string): Query | undefined {
  if (textOf(page, 'IsTruncated') !== 'true') return undefined;
  return { 'key-marker': textOf(page, 'NextKeyMarker'), 'version-id-marker': textOf(page, 'NextVersionIdMarker') };
}

/** Keys of ours, ids and flags hold nothing that XML would escape. @throws when it is not there: nothing is guessed here */
function textOf(xml: string, element: string): string {
  const [, text] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
  if (text === undefined) throw new Error(`S3 named no ${element} in a list of versions`);
  return text;
}
