import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass, type ButtonLook } from './button.js'

interface ActionLinkProps {
  link: Pick<LinkProps, 'to' | 'params' | 'search'>
  look?: ButtonLook
  children: ReactNode
}

/** A link to the page where something is done; it looks like a button. */
export function ActionLink({ link, look = 'plain', children }: ActionLinkProps) {
  return (
    <Link {...link} className={buttonClass(look)}>
      {children}
    </Link>
  )
}
