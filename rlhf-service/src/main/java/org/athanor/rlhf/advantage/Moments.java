package org.athanor.rlhf.advantage;

/**
 * Mean and (biased) variance over every token of a ragged batch.
 *
 * @param variance divided by the count, not by the count less one
 */
record Moments(double mean, double variance) {

    /** Keeps a batch of equal numbers from being divided by zero. */
    private static final double EPSILON = 1e-8;

    static Moments of(double[][] numbers) {
        long count = 0;
        double sum = 0;
        for (double[] row : numbers) {
            for (double number : row) {
                sum += number;
                count++;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (double[] row : numbers) {
            for (double number : row) {
                squares += (number - mean) * (number - mean);
            }
        }
        return new Moments(mean, squares / count);
    }

    /** Every number less the mean, divided by the standard deviation. */
    double[][] whiten(double[][] numbers) {
        return rescale(numbers, 0);
    }

    /** Variance one about the mean that was there: what a reward's sign means is kept. */
    double[][] whitenKeepingMean(double[][] numbers) {
        return rescale(numbers, mean);
    }

    private double[][] rescale(double[][] numbers, double newMean) {
        double scale = 1 / Math.sqrt(variance + EPSILON);
        double[][] result = new double[numbers.length][];
        for (int row = 0; row < numbers.length; row++) {
            result[row] = new double[numbers[row].length];
            for (int t = 0; t < numbers[row].length; t++) {
                result[row][t] = (numbers[row][t] - mean) * scale + newMean;
            }
        }
        return result;
    }
}
