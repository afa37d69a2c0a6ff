package captures

import "sync"

type part struct {
	mu sync.Mutex
	n  int
}

func newPart(n int) *part { return &part{n: n} }

func (p *part) count() { p.n++ }

// goodUnmade has a part of its own in each round, or none.
func goodUnmade(buffered bool) {
	var wg sync.WaitGroup
	for i := range 10 {
		var p *part
		if buffered {
			p = newPart(i)
		}
		wg.Go(func() {
			if p != nil {
				p.count()
			}
		})
	}
	wg.Wait()
}

// badMadeOnce has one for all.
func badMadeOnce(buffered bool) {
	var wg sync.WaitGroup
	var p *part
	for i := range 10 {
		if p == nil {
			p = newPart(i)
		}
		wg.Go(func() {
			p.count() // want `captured-race: goroutine reads p ` `instance-race: goroutine writes p.n`
		})
	}
	wg.Wait()
}
