import { CircleCheck, X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { toasts } from '../../lib/toasts.js'

const STAYS_MS = 8_000

/** Tells in a corner what was done: politely, never taking the focus, until it is closed or was there for a while. */
export function Toaster() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get)
  return (
    <Toast.Provider label="Notice:" duration={STAYS_MS}>
      {shown.map(({ id, text }) => (
        <Toast.Root
          key={id}
          type="background"
          onOpenChange={(isOpen) => !isOpen && toasts.close(id)}
          className="flex items-start gap-2.5 rounded-md border border-strong-line bg-surface py-2 pr-2 pl-3 shadow-lg transition duration-150 data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x) starting:translate-y-2 starting:opacity-0"
        >
          <CircleCheck aria-hidden="true" className="mt-1 size-4 shrink-0 text-good" />
          <Toast.Title className="min-w-0 flex-1 py-0.5 break-words">{text}</Toast.Title>
          <Toast.Close
            aria-label="Close this notice"
            className="inline-flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-sunken"
          >
            <X aria-hidden="true" className="size-4" />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport
        label="Notices ({hotkey})"
        className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2"
      />
    </Toast.Provider>
  )
}
