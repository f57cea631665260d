import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.js'
import { CopyButton } from '../../components/copy-button.js'
import { Verbatim } from '../../components/verbatim.js'
import type { PromptKey } from './api.js'
import type { Aside } from './aside-copies.js'
import { ConflictView } from './conflict-view.js'
import { textOf } from './content.js'
import { GoneNotice } from './gone-notice.js'
import type { Kept, PromptKeeper } from './prompt-keeper.js'

interface KeeperNoticesProps {
  promptKey: PromptKey
  keeper: PromptKeeper
  kept: Kept
  /** Why nothing can be written now. */
  because: string | undefined
}

/** What the person has to know of the text before writing on. */
export function KeeperNotices({ promptKey, keeper, kept, because }: KeeperNoticesProps) {
  const { standing, content, isRestored, asides } = kept
  return (
    <>
      {isRestored && <Notice>Text that had not reached FORGE was found in this browser, and is here again.</Notice>}
      {asides.map((aside) => (
        <AsideNotice key={aside.key} {...{ aside, keeper, because }} />
      ))}
      {standing.is === 'gone' && <GoneNotice {...{ promptKey, content, keeper }} />}
      {standing.is === 'conflict' && (
        <ConflictView mine={content} theirs={standing.theirs} base={standing.base} {...{ keeper, because }} />
      )}
    </>
  )
}

function AsideNotice({ aside, keeper, because }: Pick<KeeperNoticesProps, 'keeper' | 'because'> & { aside: Aside }) {
  const text = textOf(aside.content)
  const actions = (
    <>
      <Button because={because} onClick={() => keeper.bringBack(aside)}>
        Bring {aside.writer === undefined ? 'mine' : 'theirs'} back
      </Button>
      <CopyButton what={aside.writer === undefined ? 'your text' : 'their text'} text={text} />
      <Button look="quiet" onClick={() => keeper.dismiss(aside)}>
        Dismiss
      </Button>
      <details className="w-full">
        <summary className="min-h-6 cursor-pointer rounded">Show it</summary>
        <pre
          tabIndex={0}
          role="region"
          aria-label="Text that was set aside"
          dir="auto"
          className="mt-2 max-h-72 overflow-auto rounded-md bg-surface p-3 font-mono break-words whitespace-pre-wrap"
        >
          {text}
        </pre>
      </details>
    </>
  )
  return (
    <Notice action={actions}>
      {aside.writer === undefined ? 'A text of yours' : <Wrote who={aside.writer} />} is set aside{' '}
      {aside.isKept ? 'in this browser' : 'until you leave this page'}.
    </Notice>
  )
}

function Wrote({ who }: { who: string }) {
  return (
    <>
      What <Verbatim>{who}</Verbatim> wrote
    </>
  )
}

function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3 rounded-md bg-warn-wash px-4 py-2.5">
      <Info aria-hidden="true" className="size-4 shrink-0 text-warn" />
      <p role="status" className="min-w-48 flex-1">
        {children}
      </p>
      {action}
    </div>
  )
}
