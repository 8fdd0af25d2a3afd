#include "index/near_blocks.h"

enum { SIDE = 16 };

typedef uint8_t line __attribute__((vector_size(SIDE)));

/* Of each pair of neighbours, the bytes of one and the other by turns. */
#define FIRST_HALVES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define LAST_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

/* Of 16 lines, column `i` becomes line `i`: four times, each line is dealt out with the one
 * eight behind it. */
static void turn(line of[SIDE])
{
    line to[SIDE];
    for (unsigned times = 0; times < 4; times++) {
        for (unsigned i = 0; i < SIDE / 2; i++) {
            to[2 * i] = __builtin_shufflevector(of[i], of[i + SIDE / 2], FIRST_HALVES);
            to[2 * i + 1] = __builtin_shufflevector(of[i], of[i + SIDE / 2], LAST_HALVES);
        }
        memcpy(of, to, sizeof to);
    }
}

void near_turn(const near_batch *b, near_rows *out)
{
    for (unsigned row = 0; row < b->rows; row += SIDE) {
        for (unsigned lane = 0; lane < b->n; lane += SIDE) {
            line square[SIDE];
            for (unsigned i = 0; i < SIDE; i++)
                memcpy(&square[i], b->unit[lane + i < b->n ? lane + i : 0] + row, SIDE);
            turn(square);
            for (unsigned i = 0; i < SIDE; i++)
                memcpy(&out->row[row + i][lane], &square[i], SIDE);
        }
    }
}
