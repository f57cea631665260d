import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button, buttonClass, type ButtonLook } from './button.js'

interface ActionLinkProps {
  link: Pick<LinkProps, 'to' | 'params' | 'search'>
  look?: ButtonLook
  /** Why it leads nowhere now; then it is a button that says so. */
  because?: string | undefined
  children: ReactNode
}

/** A link to the page where something is done; it looks like a button. */
export function ActionLink({ link, look = 'plain', because, children }: ActionLinkProps) {
  if (because !== undefined) {
    return (
      <Button look={look} because={because}>
        {children}
      </Button>
    )
  }
  return (
    <Link {...link} className={buttonClass(look)}>
      {children}
    </Link>
  )
}
