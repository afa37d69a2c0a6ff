package captures

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"sync"
)

// A buffer that is filled again while somebody reads what was in it.

func badSummed(r io.Reader) {
	var wg sync.WaitGroup
	buf := make([]byte, 16)
	for {
		if _, err := io.ReadFull(r, buf); err != nil {
			break
		}
		wg.Go(func() { fmt.Println(crc32.ChecksumIEEE(buf)) }) // want `captured-race: goroutine reads buf while line 18 writes it`
	}
	wg.Wait()
}

func badHead(r io.Reader) {
	var wg sync.WaitGroup
	buf := make([]byte, 16)
	for {
		n, err := r.Read(buf)
		if err != nil {
			break
		}
		line := buf[:n]
		wg.Go(func() { total(line) }) // want `captured-race: goroutine reads buf while line 30 writes it`
	}
	wg.Wait()
}

func total(b []byte) (n int) {
	for _, x := range b {
		n += int(x)
	}
	return n
}

func badScanned(r io.Reader) {
	var wg sync.WaitGroup
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		line := sc.Bytes()
		wg.Go(func() { total(line) }) // want `captured-race: goroutine reads sc while line 50 writes it`
	}
	wg.Wait()
}

func goodScanned(r io.Reader) {
	var wg sync.WaitGroup
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		line := bytes.Clone(sc.Bytes())
		wg.Go(func() { total(line) })
	}
	wg.Wait()
}

func badSent(r io.Reader) {
	parts := make(chan []byte)
	go func() {
		for p := range parts {
			fmt.Println(string(p)) // want `captured-race: goroutine reads buf while line 76 writes it`
		}
	}()
	buf := make([]byte, 16)
	for {
		n, err := r.Read(buf)
		if err != nil {
			break
		}
		parts <- buf[:n]
	}
	close(parts)
}

// goodSent waits until what it has sent is dealt with.
func goodSent(r io.Reader) {
	parts, done := make(chan []byte), make(chan struct{})
	go func() {
		for p := range parts {
			fmt.Println(string(p))
			done <- struct{}{}
		}
	}()
	buf := make([]byte, 16)
	for {
		n, err := r.Read(buf)
		if err != nil {
			break
		}
		parts <- buf[:n]
		<-done
	}
	close(parts)
}

func goodOwnBuffers(r io.Reader) {
	var wg sync.WaitGroup
	for {
		buf := make([]byte, 16)
		n, err := r.Read(buf)
		if err != nil {
			break
		}
		wg.Go(func() { total(buf[:n]) })
	}
	wg.Wait()
}

// goodHalves have nothing in common.
func goodHalves(all []byte) {
	var wg sync.WaitGroup
	mid := len(all) / 2
	wg.Go(func() { clear(all[:mid]) })
	clear(all[mid:])
	wg.Wait()
}

func badHeads(n, m int) {
	all := make([]byte, 16)
	var wg sync.WaitGroup
	wg.Go(func() { clear(all[:n]) }) // want `captured-race: goroutine writes all`
	clear(all[:m])
	wg.Wait()
}
