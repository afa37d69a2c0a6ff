package explore

// components finds the strongly connected components of a graph over the
// integers below n (Tarjan's algorithm, without recursion).
func components(n int, edges func(int32) []edge) [][]int32 {
	var (
		out   [][]int32
		stack []int32
		next  int32
		index = make([]int32, n) // 0: not seen
		low   = make([]int32, n)
		on    = make([]bool, n)
	)
	type frame struct {
		v int32
		k int
	}
	for root := range int32(n) {
		if index[root] != 0 {
			continue
		}
		work := []frame{{v: root}}
		for len(work) > 0 {
			f := &work[len(work)-1]
			v := f.v
			if f.k == 0 {
				next++
				index[v], low[v], on[v] = next, next, true
				stack = append(stack, v)
			}
			if es := edges(v); f.k < len(es) {
				w := es[f.k].to
				f.k++
				switch {
				case index[w] == 0:
					work = append(work, frame{v: w})
				case on[w]:
					low[v] = min(low[v], index[w])
				}
				continue
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				p := work[len(work)-1].v
				low[p] = min(low[p], low[v])
			}
			if low[v] == index[v] {
				out = append(out, popped(&stack, on, v))
			}
		}
	}
	return out
}

// popped takes a component off the stack, down to its first member.
func popped(stack *[]int32, on []bool, first int32) []int32 {
	s := *stack
	i := len(s) - 1
	for s[i] != first {
		i--
	}
	c := append([]int32(nil), s[i:]...)
	for _, w := range c {
		on[w] = false
	}
	*stack = s[:i]
	return c
}
