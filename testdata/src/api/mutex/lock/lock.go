// Package lock has a lock of its own, for those who cannot see into it.
package lock

import "sync"

// A Gate lets one in at a time.
type Gate struct{ mu sync.Mutex }

// Enter waits until nobody else is in.
func (g *Gate) Enter() { g.mu.Lock() }

// Leave lets the next one in.
func (g *Gate) Leave() { g.mu.Unlock() }
