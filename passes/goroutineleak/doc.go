// Package goroutineleak defines an analyzer that reports goroutines that block
// for ever.
package goroutineleak

const doc = `report goroutines that block for ever`
