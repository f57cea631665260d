import type { ClientCore } from './client-core.js'
import { whyNotReady } from './why-not-ready.js'

/** Waits for the first verified state, at most until the deadline; a frozen client without one has nothing to wait for. */
export async function waitReady(core: ClientCore, closing: AbortSignal): Promise<void> {
  if (core.lifecycle.state !== 'NOT_READY') return
  if (core.modes.effective.mode !== 'frozen' && !closing.aborted) await serving(core, closing)
  if (core.lifecycle.state === 'NOT_READY' && !closing.aborted) core.log.warn(whyNotReady(core))
}

/** Somebody waits for this, so its timer keeps the process alive, unlike those in the background. */
async function serving(core: ClientCore, closing: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(end, core.settings.readyTimeoutMs)
    function end(): void {
      clearTimeout(timer)
      closing.removeEventListener('abort', end)
      resolve()
    }
    closing.addEventListener('abort', end)
    void core.lifecycle.serving.then(end)
  })
}
