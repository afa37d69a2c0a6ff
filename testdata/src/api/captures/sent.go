package captures

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"sync"
)

type piece struct {
	seq  int
	body []byte
}

func badBufferSent(r io.Reader, out chan<- []byte) {
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf) // want `write-after-send: buf is written after it has been sent on out`
		if n > 0 {
			out <- buf[:n]
		}
		if err != nil {
			return
		}
	}
}

func badFieldSent(r io.Reader, out chan<- piece) error {
	buf := make([]byte, 64)
	for seq := 0; ; seq++ {
		n, err := io.ReadFull(r, buf) // want `write-after-send: buf is written`
		if n > 0 {
			out <- piece{seq, buf[:n]}
		}
		if err != nil {
			return err
		}
	}
}

func goodCopySent(r io.Reader, out chan<- []byte) {
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			out <- bytes.Clone(buf[:n])
		}
		if err != nil {
			return
		}
	}
}

func goodBufferOfItsOwn(r io.Reader, out chan<- []byte) {
	for {
		buf := make([]byte, 4096)
		n, err := r.Read(buf)
		if n > 0 {
			out <- buf[:n]
		}
		if err != nil {
			return
		}
	}
}

func goodGivenBack(r io.Reader, out chan<- []byte, used <-chan struct{}) {
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			out <- buf[:n]
			<-used
		}
		if err != nil {
			return
		}
	}
}

func goodOtherPart(r io.Reader, out chan<- []byte) {
	buf := make([]byte, 4096)
	for off := 0; off < len(buf); {
		n, err := r.Read(buf[off:])
		if n > 0 {
			out <- buf[off : off+n]
			off += n
		}
		if err != nil {
			return
		}
	}
}

func badBatch(in <-chan int, out chan<- []int) {
	batch := make([]int, 0, 8)
	for v := range in {
		batch = append(batch, v)
		if len(batch) == 8 {
			out <- batch
			batch = batch[:0] // want `write-after-send: batch is written`
		}
	}
}

func goodBatch(in <-chan int, out chan<- []int) {
	batch := make([]int, 0, 8)
	for v := range in {
		batch = append(batch, v)
		if len(batch) == 8 {
			out <- slices.Clone(batch)
			batch = batch[:0]
		}
	}
}

func goodNewBatch(in <-chan int, out chan<- []int) {
	var batch []int
	for v := range in {
		batch = append(batch, v)
		if len(batch) == 8 {
			out <- batch
			batch = nil
		}
	}
}

type packer struct {
	out   chan []int
	batch []int
}

func (b *packer) badFlush() {
	b.out <- b.batch
	b.batch = b.batch[:0] // want `write-after-send: b.batch is written`
}

func (b *packer) goodFlush() {
	b.out <- b.batch
	b.batch = make([]int, 0, 8)
}

type notice struct{ to string }

func badRewritten(names []string, out []chan *notice) {
	n := &notice{}
	for i, name := range names {
		n.to = name // want `write-after-send: n is written`
		out[i] <- n
	}
}

func goodOneEach(names []string, out []chan *notice) {
	for i, name := range names {
		n := &notice{}
		n.to = name
		out[i] <- n
	}
}

func badMapSent(in <-chan string, out chan<- map[string]int) {
	counts := map[string]int{}
	for w := range in {
		counts[w]++
		if len(counts) == 100 {
			out <- counts
			clear(counts) // want `write-after-send: counts is written`
		}
	}
}

func badTokens(r io.Reader, out chan<- []byte) {
	sc := bufio.NewScanner(r)
	for sc.Scan() { // want `write-after-send: sc is written after it has been sent on out`
		out <- sc.Bytes()
	}
}

func goodTexts(r io.Reader, out chan<- string) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		out <- sc.Text()
	}
}

func (p *packer) badGiven(wg *sync.WaitGroup, use func([]int)) {
	batch := p.batch
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(batch)
	}()
	p.batch = p.batch[:0] // want `write-after-send: batch is used again here, while the goroutine`
}

func (p *packer) goodGiven(wg *sync.WaitGroup, use func([]int)) {
	batch := p.batch
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(batch)
	}()
	p.batch = nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func badPooled(wg *sync.WaitGroup, text string, use func([]byte)) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf) // want `write-after-send: buf is used again here, while the goroutine`
	buf.Reset()
	buf.WriteString(text)
	wg.Go(func() { use(buf.Bytes()) })
}

func goodPooled(wg *sync.WaitGroup, text string, use func([]byte)) {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	buf.WriteString(text)
	wg.Go(func() {
		defer buffers.Put(buf)
		use(buf.Bytes())
	})
}

func goodPooledAndJoined(text string, use func([]byte)) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	buf.WriteString(text)
	var wg sync.WaitGroup
	wg.Go(func() { use(buf.Bytes()) })
	wg.Wait()
}
