//! Maximum flow by Dinic's algorithm, over whole numbers of any size: no rounding, and it ends on every graph.

use std::ops::{Add, Sub};

use num_traits::Zero;

/// A directed edge and what it can still carry; its reverse stands at the index with the last bit flipped.
struct Edge<T> {
    to: usize,
    room: T,
}

/// A network with capacities on its edges.
pub struct Network<T> {
    edges: Vec<Edge<T>>,
    out: Vec<Vec<usize>>,
}

impl<T: Clone + Ord + Zero + Add<Output = T> + Sub<Output = T>> Network<T> {
    /// Nodes without edges.
    pub fn new(nodes: usize) -> Network<T> {
        Network {
            edges: Vec::new(),
            out: vec![Vec::new(); nodes],
        }
    }

    /// Adds an edge.
    pub fn join(&mut self, from: usize, to: usize, capacity: T) {
        self.out[from].push(self.edges.len());
        self.edges.push(Edge { to, room: capacity });
        self.out[to].push(self.edges.len());
        self.edges.push(Edge {
            to: from,
            room: T::zero(),
        });
    }

    fn levels(&self, source: usize) -> Vec<u32> {
        let mut level = vec![u32::MAX; self.out.len()];
        level[source] = 0;
        let mut queue = vec![source];
        let mut head = 0;
        while head < queue.len() {
            let node = queue[head];
            head += 1;
            for edge in &self.out[node] {
                let edge = &self.edges[*edge];
                if level[edge.to] == u32::MAX && !edge.room.is_zero() {
                    level[edge.to] = level[node] + 1;
                    queue.push(edge.to);
                }
            }
        }
        level
    }

    /// Sends as much as possible and tells how much.
    pub fn send(&mut self, source: usize, sink: usize) -> T {
        let mut total = T::zero();
        loop {
            let level = self.levels(source);
            if level[sink] == u32::MAX {
                return total;
            }
            let mut next = vec![0usize; self.out.len()];
            // One path after the other, walked with an explicit stack.
            loop {
                let mut path: Vec<usize> = Vec::new();
                let mut node = source;
                while node != sink {
                    match self.out[node].get(next[node]) {
                        Some(&edge)
                            if !self.edges[edge].room.is_zero() && level[self.edges[edge].to] == level[node] + 1 =>
                        {
                            path.push(edge);
                            node = self.edges[edge].to;
                        }
                        Some(_) => next[node] += 1,
                        None => {
                            // A dead end: step back and look further there.
                            let Some(back) = path.pop() else { break };
                            node = self.edges[back ^ 1].to;
                            next[node] += 1;
                        }
                    }
                }
                if node != sink {
                    break;
                }
                let Some(least) = path.iter().map(|edge| self.edges[*edge].room.clone()).min() else {
                    break;
                };
                for edge in path {
                    self.edges[edge].room = self.edges[edge].room.clone() - least.clone();
                    self.edges[edge ^ 1].room = self.edges[edge ^ 1].room.clone() + least.clone();
                }
                total = total + least;
            }
        }
    }

    /// After `send`: the nodes on the source's side of the smallest cut.
    pub fn source_side(&self, source: usize) -> Vec<bool> {
        self.levels(source).into_iter().map(|level| level != u32::MAX).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flow_equals_the_smallest_cut() {
        let mut network: Network<i128> = Network::new(6);
        for (from, to, capacity) in [
            (0, 1, 16),
            (0, 2, 13),
            (2, 1, 4),
            (1, 3, 12),
            (3, 2, 9),
            (2, 4, 14),
            (4, 3, 7),
            (3, 5, 20),
            (4, 5, 4),
        ] {
            network.join(from, to, capacity);
        }
        assert_eq!(network.send(0, 5), 23);
        assert!(network.source_side(0)[0] && !network.source_side(0)[5]);
    }
}
