import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.js'
import { ConflictView } from './conflict-view.js'
import type { Kept, PromptKeeper } from './prompt-keeper.js'

/** What the person has to know of the text before writing on. */
export function KeeperNotices({ keeper, kept }: { keeper: PromptKeeper; kept: Kept }) {
  const { standing, content, isRestored, aside } = kept
  return (
    <>
      {isRestored && <Notice>Text that had not reached FORGE was found in this browser, and is here again.</Notice>}
      {aside && (
        <Notice action={<Button onClick={() => keeper.bringBack()}>Bring mine back</Button>}>
          You took theirs. Your text is set aside until you leave this page.
        </Notice>
      )}
      {standing.is === 'conflict' && (
        <ConflictView
          mine={content}
          theirs={standing.theirs}
          base={standing.base}
          onKeepMine={() => keeper.keepMine()}
          onTakeTheirs={() => keeper.takeTheirs()}
          onRewrite={(next) => keeper.rewrite(next)}
        />
      )}
    </>
  )
}

function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div role="status" className="mb-4 flex flex-wrap items-center gap-3 rounded-md bg-warn-wash px-4 py-2.5">
      <Info aria-hidden="true" className="size-4 shrink-0 text-warn" />
      <p className="min-w-0 flex-1">{children}</p>
      {action}
    </div>
  )
}
