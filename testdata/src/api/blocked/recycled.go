package blocked

import "io"

// fpRecycled: a buffer that nothing was read into is dropped, as far as the source
// says. But a Read that returns nothing returns an error, with which the loop ends, so
// buffers are never lost.
func fpRecycled(r io.Reader) (n int) {
	full, free := make(chan []byte), make(chan []byte, 2)
	free <- make([]byte, 8)
	free <- make([]byte, 8)
	go func() {
		defer close(full)
		for buf := range free { // want `abandoned-receive: .* nobody sends on free or closes it any more`
			n, err := io.ReadFull(r, buf)
			if n > 0 {
				full <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	for b := range full { // want `abandoned-receive: .* nobody sends on full or closes it any more`
		n += len(b)
		free <- b
	}
	return n
}
