import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { focusHeading } from './focus-heading.js'

interface ModalProps {
  title: string
  open: boolean
  /** Called when it is to be closed; a modal without it stays until its work is done. */
  onClose?: (() => void) | undefined
  children: ReactNode
}

/** A dialog over the page: focus stays in it, Escape closes it, and focus goes back to where it was, or to the page's heading where that is gone. */
export function Modal({ title, open, onClose, children }: ModalProps) {
  const before = useRef<Element>(null)
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose?.()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement
            focusFirstField(event)
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
            else focusHeading()
          }}
          className="fixed inset-x-0 top-[10vh] z-50 mx-auto max-h-[80vh] w-[min(34rem,calc(100vw-2rem))] overflow-auto rounded-lg border border-line bg-surface p-5 shadow-xl outline-none"
        >
          <div className="mb-4 flex items-start justify-between gap-3">
            <Dialog.Title className="min-w-0 text-lg font-semibold break-words">{title}</Dialog.Title>
            {onClose && (
              <Dialog.Close
                aria-label="Close"
                className="inline-flex size-8 shrink-0 items-center justify-center rounded-md hover:bg-sunken"
              >
                <X aria-hidden="true" className="size-4" />
              </Dialog.Close>
            )}
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** People who open a dialog with a field want to write into it; where there is none, the first control has the focus. */
function focusFirstField(event: Event): void {
  const field =
    event.target instanceof HTMLElement && event.target.querySelector<HTMLElement>('input, textarea, select')
  if (!field) return
  event.preventDefault()
  field.focus()
}
