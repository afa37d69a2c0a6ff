package captures

import "sync"

type parcel struct {
	n    int
	done chan struct{}
}

// badChangesSent goes on with what it has sent.
func badChangesSent() {
	ch, done := make(chan *parcel, 4), make(chan struct{})
	go func() {
		for p := range ch {
			println(p.n) // want `captured-race: goroutine reads p.n while line 23 writes it`
		}
		close(done)
	}()
	for i := range 4 {
		p := &parcel{}
		p.n = i
		ch <- p
		p.n++
	}
	close(ch)
	<-done
}

// badSendsAgain has one parcel for all rounds.
func badSendsAgain() {
	ch, done := make(chan *parcel), make(chan struct{})
	go func() {
		for p := range ch {
			println(p.n) // want `captured-race: goroutine reads p.n while line 40 writes it`
		}
		close(done)
	}()
	p := &parcel{}
	for i := range 4 {
		p.n = i
		ch <- p
	}
	close(ch)
	<-done
}

type depot struct{ in chan *parcel }

func (d *depot) put(p *parcel) { d.in <- p }

func (d *depot) badSort() {
	for p := range d.in {
		p.n++ // want `captured-race: goroutine writes p.n while line 63 reads it`
	}
}

// readsAfterPut looks at what it has put.
func readsAfterPut() int {
	d := &depot{in: make(chan *parcel)}
	go d.badSort()
	p := &parcel{n: 1}
	d.put(p)
	n := p.n
	close(d.in)
	return n
}

// goodHandsOver leaves each parcel to who receives it.
func goodHandsOver() {
	ch, done := make(chan *parcel), make(chan struct{})
	go func() {
		for p := range ch {
			p.n *= 2
		}
		close(done)
	}()
	for i := range 4 {
		p := &parcel{}
		p.n = i
		ch <- p
	}
	close(ch)
	<-done
}

// goodAnswered waits until it has its parcel back.
func goodAnswered() int {
	ch := make(chan *parcel)
	defer close(ch)
	go func() {
		for p := range ch {
			p.n *= 2
			close(p.done)
		}
	}()
	p := &parcel{n: 1, done: make(chan struct{})}
	ch <- p
	<-p.done
	p.n++
	return p.n
}

// goodWorkers have a parcel each.
func goodWorkers() {
	ch := make(chan *parcel)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for p := range ch {
				p.n++
			}
		})
	}
	for range 9 {
		ch <- &parcel{}
	}
	close(ch)
	wg.Wait()
}

// goodReturned gets each parcel back before it is used again.
func goodReturned() {
	full, empty := make(chan *parcel), make(chan *parcel)
	go func() {
		defer close(empty)
		for p := range full {
			println(p.n)
			empty <- p
		}
	}()
	p := &parcel{}
	for i := range 4 {
		p.n = i
		full <- p
		<-empty
	}
	close(full)
}
