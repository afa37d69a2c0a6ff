// Package channels has the order that channels give: a send before the
// completion of its receive, a close before a receive that sees it, and the
// n'th receive before the completion of the n+C'th send.
package channels

func use(...any) {}

// The k'th receive comes after the k'th send.
func goodSendReceive() {
	x, done := 0, make(chan bool)
	go func() {
		x = 1
		done <- true
	}()
	<-done
	use(x)
}

func badReadBeforeReceive() {
	x, done := 0, make(chan bool)
	go func() {
		x = 1 // want `captured-race: goroutine writes x while line 25 reads it .* \[26 joined only here\]`
		done <- true
	}()
	use(x)
	<-done
}

// What comes after the send is not ordered by it.
func badWriteAfterSend() {
	x, done := 0, make(chan bool, 1)
	go func() {
		done <- true
		x = 1 // want `write-after-release: `
	}()
	<-done
	use(x)
}

// A receive from a channel without a buffer comes before the send completes.
func goodUnbufferedBack() {
	x, start := 0, make(chan bool)
	go func() {
		x = 1
		<-start
	}()
	start <- true
	use(x)
}

// With a buffer the send need not wait for the receive.
func badBufferedBack() {
	x, start := 0, make(chan bool, 1)
	go func() {
		x = 1 // want `captured-race`
		<-start
	}()
	start <- true
	use(x)
}

// The goroutine waits for the forker first.
func goodStartSignal() {
	x, start, done := 0, make(chan bool), make(chan bool)
	go func() {
		<-start
		use(x)
		close(done)
	}()
	x = 1
	close(start)
	<-done
}

// A close is seen by every receiver.
func goodClose() {
	x, done := 0, make(chan struct{})
	go func() {
		x = 1
		close(done)
	}()
	<-done
	use(x)
}

func goodDeferredClose() {
	x, done := 0, make(chan struct{})
	go func() {
		defer close(done)
		x = 1
	}()
	<-done
	use(x)
}

// A deferred function that was registered first runs last: after the close.
func badDeferredBelowClose() {
	x, done := 0, make(chan struct{})
	go func() {
		defer func() { x = 1 }() // want `write-after-release`
		defer close(done)
	}()
	<-done
	use(x)
}

// The end of a range is the close.
func goodRange() {
	sum, in := 0, make(chan int)
	go func() {
		for i := range 3 {
			sum += i
			in <- i
		}
		close(in)
	}()
	for v := range in {
		use(v)
	}
	use(sum)
}

// As many receives as goroutines that send.
func goodCountedReceives() {
	n := 3
	out, done := make([]int, n), make(chan int)
	for i := range 3 {
		go func() {
			out[i] = i
			done <- i
		}()
	}
	for range 3 {
		<-done
	}
	use(out)
}

func goodTwoReceives() {
	x, y, done := 0, 0, make(chan bool)
	go func() { x = 1; done <- true }()
	go func() { y = 1; done <- true }()
	<-done
	<-done
	use(x, y)
}

// One receive for two senders may be the other's.
func badOneReceive() {
	x, y, done := 0, 0, make(chan bool, 2)
	go func() { x = 1; done <- true }() // want `captured-race: goroutine writes x`
	go func() { y = 1; done <- true }() // want `captured-race: goroutine writes y`
	<-done
	use(x, y)
}

// A channel that is received from hands over what was done before the send.
func goodPipeline() {
	x, first, second := 0, make(chan int), make(chan int)
	go func() {
		x = 1
		first <- 1
	}()
	go func() { second <- <-first }()
	<-second
	use(x)
}

// A channel with room for one is a lock: to send is to take it.
func goodSemaphore() {
	n, sem, done := 0, make(chan bool, 1), make(chan bool)
	go func() {
		sem <- true
		n++
		<-sem
		done <- true
	}()
	sem <- true
	n++
	<-sem
	<-done
}

// With room for two it lets two in.
func badWideSemaphore() {
	n, sem, done := 0, make(chan bool, 2), make(chan bool)
	go func() {
		sem <- true
		n++ // want `captured-race`
		<-sem
		done <- true
	}()
	sem <- true
	n++
	<-sem
	<-done
}

// A helper that waits is a join wherever it is called.
func wait(done chan bool) { <-done }

func goodHelperWaits() {
	x, done := 0, make(chan bool)
	go func() {
		x = 1
		done <- true
	}()
	wait(done)
	use(x)
}

// A goroutine gets the channel as a parameter.
func produce(out chan<- int) {
	defer close(out)
	for i := range 3 {
		out <- i
	}
}

func goodParameter() {
	out := make(chan int)
	go produce(out)
	for v := range out {
		use(v)
	}
}

// A function that returns its channel hands the join to its caller.
func goodReturnsChannel() <-chan int {
	out := make(chan int, 1)
	go func() {
		out <- 1
		close(out)
	}()
	return out
}

// fnValueSent: what the pointer points to is handed on with it; who writes
// after that races. Values sent over channels are not followed.
func fnValueSent() {
	ch := make(chan *int, 1)
	done := make(chan bool)
	go func() {
		p := <-ch
		*p = 1
		close(done)
	}()
	p := new(int)
	ch <- p
	*p = 2
	<-done
}

// Two loops that run equally often, whichever way they say so.
func goodRangeOverLen(in []int) {
	out := make(chan int)
	for i := range in {
		go func() { out <- i }()
	}
	for range len(in) {
		use(<-out)
	}
}

// What is appended to a slice may be anywhere.
func goodAppended(all []chan int) []chan int {
	c := make(chan int)
	go func() { c <- 1 }()
	return append(all, c)
}

func goodAppendedHere() {
	var all []chan int
	for range 3 {
		c := make(chan int)
		go func() { c <- 1 }()
		all = append(all, c)
	}
	for _, c := range all {
		<-c
	}
}

type chanHolder struct{ c chan int }

// A struct is returned with all that it refers to.
func goodStructReturned() chanHolder {
	c := make(chan int)
	go func() { <-c }()
	return chanHolder{c}
}

func goodStructResult() (h chanHolder, err error) {
	h.c = make(chan int)
	go func() { h.c <- 1 }()
	return h, nil
}

// goodSlot lets one goroutine run at a time: each gives the slot back when it is through.
func goodSlot(in []int) {
	n, slot := 0, make(chan struct{}, 1)
	for range in {
		select {
		case slot <- struct{}{}:
			go func() {
				defer func() { <-slot }()
				n++
			}()
		default:
		}
	}
}

func badSlot(in []int) {
	n, slot := 0, make(chan struct{}, 1)
	for range in {
		slot <- struct{}{}
		go func() {
			defer func() { <-slot }()
			n++ // want `captured-race: goroutine writes n while line \d+ reads it`
		}()
		n++
	}
}

func badSlots(in []int) {
	n, slots := 0, make(chan struct{}, 2)
	for range in {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			n++ // want `instance-race: goroutine writes n`
		}()
	}
}
