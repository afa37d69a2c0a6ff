package channels

type relay struct{ c chan int }

// relays has goroutines that wait for each other, so many that following each way among
// them would take for ever.
func relays() int {
	r := &relay{c: make(chan int)}
	x := 0
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	go func() {
		v := <-r.c
		x += v
		r.c <- v
	}()
	y := x
	r.c <- 1
	return y
}
