/**
 * The address under which FORGE serves the page, without a closing slash. The page comes with a `<base>` relative to the
 * address that was asked for, which is made absolute here, before the address changes.
 */
export function settleBase(page: Document): string {
  const base = page.querySelector('base')
  const root = new URL(page.baseURI)
  if (base) base.href = root.href
  return root.href.replace(/\/$/, '')
}
