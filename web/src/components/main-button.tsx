import { Button, type ButtonProps } from './button.js'
import { useMainKey } from './use-main-key.js'

/** The one thing that a page is for; Ctrl or Cmd and Enter does it too. */
export function MainButton(props: Omit<ButtonProps, 'look' | 'ref'>) {
  const button = useMainKey()
  return <Button {...props} ref={button} look="main" aria-keyshortcuts="Control+Enter Meta+Enter" />
}
