/** The address under which FORGE serves this page, without a closing slash: the start of every API address. */
export function baseUrl(page: string): string {
  return new URL('.', page).href.replace(/\/$/, '')
}
