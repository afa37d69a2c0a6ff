package main

import (
	"sync"
	"testing"

	"facts/wrap"
)

func TestBad(t *testing.T) {
	var wg sync.WaitGroup
	var x int
	wrap.Fill(&wg, &x) // want `nothing calls wg.Wait`
	p := wrap.NewApp()
	p.Run() // want `nothing calls App.job.wg.Wait`
}

func TestGood(t *testing.T) {
	var wg sync.WaitGroup
	var x int
	wrap.Fill(&wg, &x)
	t.Cleanup(wg.Wait)
	p := wrap.NewApp()
	p.Run()
	t.Cleanup(p.Join)
	<-wrap.Get()
}
