import { createServer } from 'node:http'
import type { ForgeContext } from '../../src/context.js'
import { handleDelivery } from '../../src/delivery/delivery-handler.js'
import { openDeliveryPlane } from '../../src/delivery/delivery-plane.js'
import { listen } from '../../src/http/listen.js'
import { LiveHub } from '../../src/live/live-hub.js'

/** The sockets and the delivery plane of one FORGE process, which announces only what a test has it announce. */
export interface LiveNode {
  url: string
  hub: LiveHub
  close: () => Promise<void>
}

/** Starts one beside others on the same database. */
export async function liveNode(ctx: ForgeContext): Promise<LiveNode> {
  const plane = await openDeliveryPlane(ctx)
  const hub = new LiveHub(ctx, plane)
  const server = createServer((req, res) => {
    if (!handleDelivery(plane, req, res)) res.writeHead(404).end()
  })
  const port = await listen(server, { ...ctx.config, port: 0 })
  hub.start(server)
  return {
    url: `http://localhost:${port}`,
    hub,
    close: async () => {
      await hub.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
