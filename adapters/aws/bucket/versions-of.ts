import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** Ids of all versions and delete markers under exactly this key, to the last page. */
export async function versionsOf(s3: Pick<S3Client, 'send'>, bucket: string, key: string): Promise<string[]> {
  const found: string[] = [];
  for (let from: { KeyMarker?: string; VersionIdMarker?: string } = {}; ; ) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...from }));
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
      if (Key === key && VersionId !== undefined) found.push(VersionId);
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    if (!IsTruncated || KeyMarker === undefined) return found;
    from = { KeyMarker, ...(VersionIdMarker === undefined ? {} : { VersionIdMarker }) };
  }
}
