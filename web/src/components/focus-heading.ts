/** Puts the focus on the heading of the page that is shown, or on the page where its heading is still on its way. */
export function focusHeading(): void {
  const page = document.getElementById('page')
  const place = page?.querySelector('h1') ?? page
  place?.focus({ preventScroll: true })
}
