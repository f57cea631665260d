import { AnvilError, type Envelope, Manifest, type ManifestEntry, parse } from '@anvil/shared'

/** The line of a manifest for a prompt set by its slug, or the only one there is. */
export function chooseBundle(envelope: Envelope, slug: string | null): ManifestEntry {
  const { bundles } = parse(Manifest, JSON.parse(Buffer.from(envelope.payload, 'base64').toString()))
  const slugs = bundles.map((entry) => entry.prompt_set)
  if (slug === null && bundles.length > 1) {
    const all = slugs.join(', ')
    throw new AnvilError(
      'bundle.prompt_set_required',
      `This environment runs several prompt sets (${all}). Name one with ?prompt_set=….`,
      { details: { prompt_sets: slugs } },
    )
  }
  const entry = slug === null ? bundles[0] : bundles.find((bundle) => bundle.prompt_set === slug)
  if (entry) return entry
  throw new AnvilError(
    'bundle.not_found',
    slug === null
      ? 'Nothing is published to this environment yet. Publish a prompt set to it first.'
      : `This environment runs no prompt set ${slug}. Its manifest names those that it runs.`,
    { details: { prompt_sets: slugs } },
  )
}
