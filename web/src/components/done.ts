import { toasts } from '../lib/toasts.js'
import { focusHeading } from './focus-heading.js'

/** Tells what was done, and puts the focus on the page's heading: the button that did it may be gone, or do another thing. */
export function done(text: string): void {
  toasts.say(text)
  focusHeading()
}
