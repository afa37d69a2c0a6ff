// Package main has a goroutine that works for ever, or has nothing to do.
package main

import (
	"flag"
	"sync/atomic"
	"time"
)

var rate = flag.Int("rate", 0, "how many a second")

func main() {
	flag.Parse()
	var budget atomic.Int64
	go func() {
		if *rate == 0 {
			return
		}
		for range time.Tick(time.Second) {
			budget.Store(int64(*rate))
		}
	}()
	println(budget.Load())
}
