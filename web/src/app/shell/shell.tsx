import { Outlet, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Inbox } from '../../features/reviews/inbox.js'
import { SessionEnded } from '../../features/session/session-ended.js'
import { Breadcrumb } from './breadcrumb.js'
import { KeysHelp } from './keys-help.js'
import { Palette } from './palette.js'
import { SideNav } from './side-nav.js'
import { Toaster } from './toaster.js'
import { useArrival } from './use-arrival.js'
import { UserMenu } from './user-menu.js'
import { Wordmark } from './wordmark.js'

/** The frame of every page inside: top bar, the project's pages at the left, and the page. */
export function Shell() {
  const { projectId } = useParams({ strict: false })
  useArrival()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const openHelp = () => setHelpOpen(true)
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#page"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('page')?.focus()
        }}
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
        <Wordmark />
        <Breadcrumb />
        <div className="ml-auto flex items-center gap-2">
          <Palette openHelp={openHelp} />
          <Inbox />
          <UserMenu openHelp={openHelp} />
        </div>
      </header>
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        {projectId !== undefined && <SideNav projectId={projectId} />}
        <main id="page" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 outline-none sm:px-8">
          <div className="mx-auto max-w-5xl">
            <Outlet />
          </div>
        </main>
      </div>
      <SessionEnded />
      <Toaster />
      <KeysHelp open={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}
